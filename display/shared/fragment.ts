/** What stands behind the `#` of the page's address; as it stands where somebody cut it off. */
export const fragment = (): string => {
  const written = location.hash.slice(1)
  try {
    return decodeURIComponent(written)
  } catch {
    // Expected: a URIError for half a letter, `%E0%A4%A`.
    return written
  }
}
