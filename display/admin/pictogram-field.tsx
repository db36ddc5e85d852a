import { type Pictogram as Name, pictograms } from '../../src/centres/pictogram.ts'
import { useLanguage } from '../shared/i18n.ts'
import { ServiceSign } from '../shared/pictogram.tsx'
import { pictogramWords } from './pictogram-words.ts'
import { useSetupTexts } from './setup-texts.ts'

/** One drawing out of all, or none: then the letter stands in its place. */
export const PictogramField = (props: {
  value: Name | null
  /** The service's letter, as it is shown where nothing is drawn. */
  prefix: string
  onChosen: (value: Name | null) => void
}) => {
  const text = useSetupTexts()
  const language = useLanguage()
  return (
    <fieldset class="plain-set">
      <legend class="field__label">{text('pictogram')}</legend>
      <p class="field__hint">{text('pictogramHint')}</p>
      <div class="pictograms">
        {[null, ...pictograms].map((name) => (
          <label key={name} class="pictograms__one">
            <input
              class="visually-hidden"
              type="radio"
              name="pictogram"
              checked={name === props.value}
              onChange={() => props.onChosen(name)}
            />
            <ServiceSign service={{ pictogram: name, prefix: props.prefix }} />
            {name ? pictogramWords[name][language] : text('noPictogram')}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
