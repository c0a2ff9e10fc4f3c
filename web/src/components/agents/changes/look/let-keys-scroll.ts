/** Has keys move what is wider than its place, where Tab leads to it: lines of a drawn diff, which no focus reaches otherwise. */
export function letKeysScroll(diff: HTMLElement): void {
  for (const code of diff.shadowRoot?.querySelectorAll<HTMLElement>("code[data-code]") ?? []) {
    if (code.scrollWidth > code.clientWidth) {
      code.tabIndex = 0;
    } else {
      code.removeAttribute("tabindex");
    }
  }
}
