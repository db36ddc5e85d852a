/**
 * What a service can be drawn as, so that whoever reads neither language finds it. The drawings are
 * in display/shared/pictogram.tsx; services and files keep these names, so none is renamed or dropped.
 */
export const pictograms = [
  'new_card',
  'renew_card',
  'replace_card',
  'collect_card',
  'biometrics',
  'address',
  'name',
  'child',
  'family',
  'accessible',
  'passport',
  'vehicle',
  'payment',
  'appointment',
  'express',
  'information',
  'other',
] as const

export type Pictogram = (typeof pictograms)[number]
