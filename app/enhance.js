/* Comfort only: every page works without this file. */

const DOUBLE_CLICK_MS = 2000

/** Nothing tells a page that its load was stopped, so the button soon works again; the server knows a second press. */
document.addEventListener('submit', event => {
  const button = event.submitter
  if (!(button instanceof HTMLButtonElement) || event.target.method !== 'post') return
  if (event.target.dataset.busy) {
    event.preventDefault()
    return
  }
  event.target.dataset.busy = 'yes'
  button.setAttribute('aria-busy', 'true')
  setTimeout(rest, DOUBLE_CLICK_MS)
})

function rest() {
  for (const form of document.querySelectorAll('form[data-busy]')) delete form.dataset.busy
  for (const button of document.querySelectorAll('button[aria-busy]'))
    button.removeAttribute('aria-busy')
}

/** The history brings the page back as it was: busy. */
addEventListener('pageshow', rest)

/** After a failed form, the summary of what is wrong is read first. */
document.querySelector('.error-summary')?.focus()

/** `given` counts the other pages too; data-was is an input's saved amount. */
class LiveTotal extends HTMLElement {
  connectedCallback() {
    this.addEventListener('input', event => {
      this.refresh()
      askForReason(event.target)
    })
    this.refresh()
  }

  refresh() {
    let given = Number(this.getAttribute('given'))
    for (const input of this.querySelectorAll('input[data-was]')) {
      const typed = /^\d+$/.test(input.value.trim()) ? Number(input.value) : 0
      given += typed - Number(input.dataset.was || 0)
    }
    const left = Number(this.getAttribute('total')) - given
    this.show('given', given)
    this.show('left', left)
    this.toggleAttribute('over', left < 0)
  }

  show(name, value) {
    for (const place of this.querySelectorAll(`[data-live="${name}"]`))
      place.textContent = String(value)
  }
}

/** Another number than the draw gave needs a reason: its field opens. */
function askForReason(input) {
  const { drawn } = input.dataset
  if (drawn === undefined || input.value === '' || input.value === drawn) return
  const details = input.closest('tr').querySelector('details')
  if (details) details.open = true
}

class SaidSizes extends HTMLElement {
  connectedCallback() {
    this.addEventListener('change', () => this.refresh())
    this.refresh()
  }

  refresh() {
    const ticked = [...this.querySelectorAll('input[type=checkbox]:checked')].map(box =>
      Number(box.value),
    )
    const said = ticked.sort((a, b) => b - a).join(', or else ')
    for (const place of this.querySelectorAll('[data-live=said]')) {
      place.textContent = said && `You ask for ${said}.`
    }
  }
}

class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return
    const text = this.textContent
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'quiet'
    button.textContent = 'Copy'
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text)
      button.textContent = 'Copied'
    })
    this.after(button)
  }
}

customElements.define('copy-text', CopyText)
customElements.define('live-total', LiveTotal)
customElements.define('said-sizes', SaidSizes)
