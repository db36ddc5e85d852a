/** What a view shows, one out of a few: all of them are seen, and one press changes it. */
export const OneOf = <T extends string | number>(props: {
  legend: string
  name: string
  all: readonly { value: T; label: string }[]
  /** None of them, where something else was chosen beside them. */
  chosen: T | undefined
  onChoose: (value: T) => void
}) => (
  <fieldset class="plain-set spans">
    <legend class="visually-hidden">{props.legend}</legend>
    {props.all.map(({ value, label }) => (
      <label key={value} class="check">
        <input
          type="radio"
          name={props.name}
          checked={value === props.chosen}
          onChange={() => props.onChoose(value)}
        />
        {label}
      </label>
    ))}
  </fieldset>
)
