/** How far some scanning is, in words and as a bar. */
export const Progress = (props: { says: string; done: number; all: number }) => {
  const { says, done, all } = props
  return (
    <>
      <p class="side-progress" role="status">
        {says}
      </p>
      <progress
        class="delivery__progress"
        max={Math.max(1, all)}
        value={Math.min(done, all)}
        aria-label={says}
      />
    </>
  )
}
