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

// Weights: a slider under each number box. The box is what is sent, and what screen readers are told of.
function slideWeights() {
  for (const box of document.querySelectorAll('input[name="weight"]')) {
    if (box.type === 'hidden') continue
    const slider = document.createElement('input')
    slider.type = 'range'
    slider.max = '10'
    slider.className = 'app-slider'
    slider.tabIndex = -1
    slider.setAttribute('aria-hidden', 'true')
    const follow = () => {
      // A weight above 10 was typed: the slider reaches as far.
      slider.max = String(Math.max(10, Number(box.value) || 0))
      slider.value = box.value
    }
    follow()
    slider.addEventListener('input', () => (box.value = slider.value))
    box.addEventListener('input', follow)
    box.after(slider)
  }
}

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()
fitFilters()
slideWeights()
large.addEventListener('change', fitFilters)
window.addEventListener('beforeprint', openForPrint)
if (document.querySelector('form[data-keep]')) {
  import('./editor.mjs')
}
