/** What can be touched and is narrower or lower than 44 px, as the page would answer a finger: `a "words" 20×16`. */
export function smallTargets(): string[] {
  const FINGER = 44
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
  /** Words for ears alone are clipped to nothing, with whatever is in them. */
  const isForEars = (element: Element | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath.startsWith('inset(50%') || isForEars(element.parentElement))
  const shown = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true }) && !isForEars(element)
  }
  /** A link beside words of the same sentence takes the height of its line. */
  const isInSentence = (element: Element) => {
    if (element.tagName !== 'A' || !getComputedStyle(element).display.startsWith('inline')) return false
    const beside = [...(element.parentElement?.childNodes ?? [])].filter(node => node.nodeType === Node.TEXT_NODE)
    return beside.some(node => /[^\s·,，、#|/]/.test(node.textContent ?? ''))
  }
  /** The box of an element with what its `::after` lays around it. */
  const boxes = (element: Element): DOMRect[] => {
    const own = element.getBoundingClientRect()
    const after = getComputedStyle(element, '::after')
    if (after.content === 'none' || after.position !== 'absolute') return [own]
    let frame = element
    while (getComputedStyle(frame).position === 'static' && frame.parentElement) frame = frame.parentElement
    if (after.inset === '0px') return [own, frame.getBoundingClientRect()]
    const [width, height] = [Number.parseFloat(after.width), Number.parseFloat(after.height)]
    const [x, y] = [own.x + own.width / 2, own.y + own.height / 2]
    return [own, new DOMRect(x - width / 2, y - height / 2, width, height)]
  }
  /** A box with its label is touched wherever the label is. */
  const targets = (element: Element): Element[] =>
    element instanceof HTMLInputElement && ['checkbox', 'radio', 'file'].includes(element.type)
      ? [element, ...(element.labels ?? [])]
      : [element]
  return [...document.querySelectorAll(selector)].flatMap(element => {
    const hit = targets(element).filter(shown).flatMap(boxes)
    if (hit.length === 0 || isInSentence(element)) return []
    // Half a pixel is lost to rounding.
    if (hit.some(({ width, height }) => width >= FINGER - 0.5 && height >= FINGER - 0.5)) return []
    const [{ width, height } = new DOMRect()] = hit
    const words = (element.textContent || element.getAttribute('aria-label') || element.getAttribute('name') || '')
      .replaceAll(/\s+/g, ' ')
      .trim()
    return [`${element.tagName.toLowerCase()} "${words.slice(0, 30)}" ${Math.round(width)}×${Math.round(height)}`]
  })
}
