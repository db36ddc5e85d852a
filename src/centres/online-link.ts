import { type Refusal, refuse } from '../refusal.ts'

export const LINK_BEGINS = 'https://'

/** A name that the whole world looks up: labels with dots between them, the last one no number. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/

/** Whether phones outside reach what a link names, and nobody on the way can change what it says. */
export const isOnlineLink = (link: string): boolean => {
  if (/\s/.test(link) || !link.toLowerCase().startsWith(LINK_BEGINS)) return false
  const url = URL.parse(link)
  return url !== null && url.username === '' && url.password === '' && HOST.test(url.hostname)
}

export const badLink = (): Refusal =>
  refuse('bad_link', { field: 'onlineUrl', begins: LINK_BEGINS, example: 'https://www.bahrain.bh' })
