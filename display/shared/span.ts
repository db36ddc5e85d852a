const two = (value: number): string => String(value).padStart(2, '0')

/** A stretch of time as a watch shows it: `3:05`, `1:02:03`. Never negative. */
export const watchTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours > 0
    ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`
}

/** Milliseconds from an ISO time to now. */
export const since = (iso: string, now: Date): number => now.getTime() - Date.parse(iso)
