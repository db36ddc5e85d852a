/**
 * Runs in a page that sounds, before its own scripts: every sound that is started is written down in
 * `ears`. Of `earOptions`, `speed` says how much faster than the real clock that of the sounds runs,
 * for hours of calls, and `keep` whether each sound is remembered, and not only counted.
 */
{
  const { speed, keep } = globalThis.earOptions
  const ears = { heard: [], begun: 0, tones: 0, ended: 0, isOn: false }
  globalThis.ears = ears
  const addressOf = new WeakMap()

  const { arrayBuffer } = Response.prototype
  Response.prototype.arrayBuffer = async function () {
    const bytes = await arrayBuffer.call(this)
    addressOf.set(bytes, this.url)
    return bytes
  }
  const { decodeAudioData } = BaseAudioContext.prototype
  BaseAudioContext.prototype.decodeAudioData = async function (bytes) {
    const address = addressOf.get(bytes)
    const clip = await decodeAudioData.call(this, bytes)
    addressOf.set(clip, address)
    return clip
  }
  const { resume } = AudioContext.prototype
  AudioContext.prototype.resume = async function () {
    await resume.call(this)
    ears.isOn = true
  }

  const time = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'currentTime').get
  const now = (context) => time.call(context) * speed
  Object.defineProperty(BaseAudioContext.prototype, 'currentTime', {
    get() {
      return now(this)
    },
  })

  const note = (source, address, atSec, lastsSec) => {
    const one = { address, atSec, endSec: atSec + lastsSec, endedSec: null }
    ears.begun += 1
    if (address === null) ears.tones += 1
    if (keep) ears.heard.push(one)
    source.addEventListener('ended', () => {
      ears.ended += 1
      one.endedSec = now(source.context)
    })
  }
  const { start, stop } = AudioScheduledSourceNode.prototype
  OscillatorNode.prototype.start = function (at) {
    note(this, null, at, 0)
    start.call(this, at / speed)
  }
  OscillatorNode.prototype.stop = function (at) {
    stop.call(this, at / speed)
  }
  const startClip = AudioBufferSourceNode.prototype.start
  AudioBufferSourceNode.prototype.start = function (at) {
    note(this, addressOf.get(this.buffer), at, this.buffer.duration)
    this.playbackRate.value = speed
    startClip.call(this, at / speed)
  }
}
