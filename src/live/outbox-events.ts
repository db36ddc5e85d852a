import type { TicketEventType } from '../tickets/ticket.ts'

/**
 * Everything that can have been decided, as the outbox keeps it: ids only, never a name, a phone
 * or a citizen id. `subject` is the id of what it is about.
 */
export type OutboxEvent =
  | {
      type: 'ticket_issued'
      subject: string
      serviceId: string
      printId?: string
      noticeId?: string
    }
  | { type: TicketEventType; subject: string; counterId?: string }
  | { type: 'ticket_on_phone'; subject: string }
  | { type: 'ticket_noted'; subject: string; counterId?: string }
  | { type: 'counter_changed'; subject: string }
  | { type: 'print_ended'; subject: string; ticketId: string }
  | { type: 'printer_changed'; subject: string }
  | { type: 'print_queued'; subject: string; ticketId: string }
  | { type: 'notice_queued'; subject: string }
  | { type: 'card_changed'; subject: string; noticeId?: string }
  | { type: 'pick_changed'; subject: string; ticketId?: string; counterId?: string }
  | { type: 'manifest_changed'; subject: string }
  | { type: 'incident_changed'; subject: string }
  | { type: 'places_changed'; subject: string }
  | { type: 'centre_changed'; subject: string }

export type OutboxEventType = OutboxEvent['type']
