export const deviceKinds = ['kiosk', 'lobby'] as const
export type DeviceKind = (typeof deviceKinds)[number]
