export const roles = ['admin', 'supervisor', 'clerk', 'post'] as const
export type Role = (typeof roles)[number]
