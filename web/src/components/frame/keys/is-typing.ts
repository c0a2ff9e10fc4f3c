/** Whether a key is meant for what is typed, or for the browser: then it is no shortcut. */
export function isTyping({ target, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  const field =
    target instanceof Element &&
    target.closest(
      "input, textarea, select, [contenteditable='true'], [role='menu'], [role='alertdialog'], [role='dialog']",
    );
  return Boolean(field) || ctrlKey || metaKey || altKey || isComposing;
}
