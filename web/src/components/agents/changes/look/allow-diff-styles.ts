const CONTAINER = "diffs-container";

/**
 * A diff puts the style of its theme into its own part of the page, where the page's policy refuses what doesn't carry the page's nonce.
 * Gives it that; call it before the first diff is drawn.
 */
export function allowDiffStyles(): void {
  const container = globalThis.customElements?.get(CONTAINER);
  if (container === undefined || Object.hasOwn(container.prototype, "attachShadow")) {
    return;
  }
  container.prototype.attachShadow = function attachShadow(this: HTMLElement, init: ShadowRootInit): ShadowRoot {
    const shadow = HTMLElement.prototype.attachShadow.call(this, init);
    shadow.appendChild = function appendChild<Child extends Node>(child: Child): Child {
      if (child instanceof HTMLStyleElement) {
        child.nonce = document.querySelector<HTMLElement>("script[nonce]")?.nonce ?? "";
      }
      return Node.prototype.appendChild.call(shadow, child) as Child;
    };
    return shadow;
  };
}
