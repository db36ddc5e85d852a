import { Field, type useFormCheck } from './staff-field.tsx'
import { useStaffTexts } from './staff-texts.ts'

/** The name and the password of whoever answers for something with the one who is signed in. */
export interface Second {
  username: string
  password: string
}

/** Where the second person signs, at the first one's workplace, who stays signed in. */
export const SecondPersonFields = ({ form }: { form: ReturnType<typeof useFormCheck> }) => {
  const text = useStaffTexts()
  return (
    <>
      <Field
        label={text('secondName')}
        name="second-name"
        dir="ltr"
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        required
        maxLength={64}
        isWrong={form.isWrong('second-name')}
      />
      <Field
        label={text('secondPassword')}
        name="second-password"
        isSecret
        dir="ltr"
        autoComplete="off"
        required
        maxLength={200}
        isWrong={form.isWrong('second-password')}
      />
    </>
  )
}

/** What was typed into the fields above. */
export const secondPersonIn = (form: HTMLFormElement): Second => {
  const typed = new FormData(form)
  return {
    username: String(typed.get('second-name')).trim(),
    password: String(typed.get('second-password')),
  }
}
