/** The message names the place first: `roll, line 3: …`. */
export class BadInput extends Error {
  readonly place: string
  readonly problem: string

  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`)
    this.name = 'BadInput'
    this.place = place
    this.problem = problem
  }
}
