const rows = () => [...document.querySelectorAll<HTMLElement>("a[data-task]")];

export function focusedRow(): HTMLElement | undefined {
  return rows().find((row) => row === document.activeElement);
}

/** Up or down; to the first, where none has the focus. */
export function moveFocus(by: 1 | -1): void {
  const all = rows();
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[at === -1 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
}

/** To the row below, or above the last one: this one is about to go. */
export function leaveRow(): void {
  moveFocus(rows().at(-1) === document.activeElement ? -1 : 1);
}
