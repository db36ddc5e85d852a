/** The part of smpp that is used here; the package has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer, Socket } from 'node:net'

  /** A text as decoded by its data coding, with its user data headers where it has some. */
  export interface Decoded {
    udh?: Buffer[]
    message: string | Buffer
  }

  export interface Pdu {
    command: string
    command_status: number
    sequence_number: number
    esm_class?: number
    data_coding?: number
    source_addr?: string
    destination_addr?: string
    validity_period?: string | Date
    registered_delivery?: number
    system_id?: string
    password?: string
    message_id?: string
    receipted_message_id?: string
    message_state?: number
    user_message_reference?: number
    short_message?: Decoded
    message_payload?: Decoded
    response(fields?: Record<string, unknown>): Pdu
  }

  type OnAnswer = (answer: Pdu) => void
  /** False: the connection takes nothing more, and nothing was written. */
  type Command = (fields: Record<string, unknown>, onAnswer?: OnAnswer) => boolean

  export interface Session extends EventEmitter {
    socket: Socket
    send(pdu: Pdu, onAnswer?: OnAnswer): boolean
    bind_transceiver: Command
    enquire_link: Command
    unbind: Command
    submit_sm: Command
    deliver_sm: Command
    pause(): void
    resume(): void
    destroy(): void
  }

  const smpp: {
    connect(options: { host: string; port: number; tls: boolean; servername?: string }): Session
    createServer(onSession: (session: Session) => void): NetServer
    errors: Readonly<Record<string, number>>
  }
  export default smpp
}
