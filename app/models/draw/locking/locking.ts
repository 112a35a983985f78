export type LockRefusal =
  | 'not-found'
  | 'not-closed'
  | 'published'
  | 'drawn'
  | 'locked'
  | 'not-sealed'
  | 'nobody'
  | 'seal-broken'
  | 'too-soon'
  | 'clock'
  | 'changed'
  | 'over-capacity'

export type UnlockRefusal = 'not-found' | 'not-locked' | 'known'

export type ValueRefusal = 'not-found' | 'not-locked' | 'too-soon' | 'has-value'
