import type { Pictogram } from '../../src/centres/pictogram.ts'
import type { Bilingual } from '../../src/language.ts'

/** What the drawings are called where one is chosen, and in the list of changes. */
export const pictogramWords: Readonly<Record<Pictogram, Bilingual>> = {
  new_card: { ar: 'بطاقة جديدة', en: 'New card' },
  renew_card: { ar: 'تجديد بطاقة', en: 'Renewal' },
  replace_card: { ar: 'بدل بطاقة', en: 'Replacement' },
  collect_card: { ar: 'استلام بطاقة', en: 'Collection' },
  biometrics: { ar: 'بصمة', en: 'Fingerprint' },
  address: { ar: 'عنوان', en: 'Address' },
  name: { ar: 'تعديل اسم', en: 'Name' },
  child: { ar: 'مولود', en: 'Newborn' },
  family: { ar: 'عائلة', en: 'Family' },
  accessible: { ar: 'إعاقة', en: 'Disability' },
  passport: { ar: 'جواز سفر', en: 'Passport' },
  vehicle: { ar: 'مركبة', en: 'Vehicle' },
  payment: { ar: 'دفع', en: 'Payment' },
  appointment: { ar: 'موعد', en: 'Appointment' },
  express: { ar: 'خدمة سريعة', en: 'Express' },
  information: { ar: 'استعلام', en: 'Information' },
  other: { ar: 'غير ذلك', en: 'Other' },
}
