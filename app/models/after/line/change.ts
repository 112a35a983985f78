/** One line of an organizer's act. Tickets are given after everything that frees some. */
export type LineChange =
  | { kind: 'skip' | 'put-back'; code: string; reason: string }
  | { kind: 'give' | 'lower' | 'recall'; code: string; tickets: number; reason: string }
  /** Counted in tickets: what is held back from now on. */
  | { kind: 'hold-back'; tickets: number; reason: string }
  /** So many fewer are held back, or so many more tickets there are. */
  | { kind: 'hold-fewer' | 'add-tickets'; tickets: number; reason: string }

export type LineRefusal =
  | 'not-found'
  | 'cancelled'
  | 'started'
  | 'not-in-line'
  | 'nothing-to-do'
  | 'too-many'
  | 'not-free'
  | 'not-held-back'
  | 'too-large'
