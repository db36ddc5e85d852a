/** `printing` is a claim: a process that dies in it leaves the outcome unknown. */
export type PrintState = 'queued' | 'printing' | 'printed' | 'failed'
