/** The part of escpos that is used here; the package has no types of its own. */
declare module 'escpos/commands.js' {
  const commands: {
    DLE: string
    EOT: string
    HARDWARE: { HW_INIT: string }
    GSV0_FORMAT: { GSV0_NORMAL: string }
    PAPER: { PAPER_CUT_B: string }
  }
  export default commands
}
