/** How a delivery differs from its list. */
export type IncidentKind = 'missing' | 'surplus' | 'duplicate' | 'not_found'
