// What the pages gain from a script. They work without it.

import { initAll } from './nhsuk-frontend.min.js'

const large = window.matchMedia('(min-width: 48.0625em)')

// Filters: closed on small screens, where they would stand before the results.
function fitFilters() {
  for (const filters of document.querySelectorAll('details.app-filters')) {
    filters.open = large.matches
  }
}

// On paper everything is open; afterwards as it was.
function openForPrint() {
  const closed = document.querySelectorAll('main details:not([open])')
  for (const details of closed) {
    details.open = true
  }
  window.addEventListener('afterprint', () => closed.forEach((details) => (details.open = false)), { once: true })
}

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()
fitFilters()
large.addEventListener('change', fitFilters)
window.addEventListener('beforeprint', openForPrint)
if (document.querySelector('form[data-keep]')) {
  import('./editor.mjs')
}
