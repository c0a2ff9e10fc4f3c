import { Window } from "happy-dom";
import { act, type ReactNode } from "react";
import { vi } from "vitest";

export interface DrawnPage {
  body: HTMLElement;
  show: (drawn: ReactNode) => Promise<void>;
  /** Takes it off, and the browser away. */
  close: () => Promise<void>;
}

/** A page in a browser without pictures: what parts do once they are shown is done. Time is as the test has it. */
export async function openPage(): Promise<DrawnPage> {
  const window = new Window();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("window", window);
  vi.stubGlobal("document", window.document);
  // It looks for a document as it is loaded.
  const { createRoot } = await import("react-dom/client");
  const body = window.document.body as unknown as HTMLElement;
  const root = createRoot(body);
  return {
    body,
    async show(drawn) {
      await act(async () => root.render(drawn));
    },
    async close() {
      await act(() => root.unmount());
      vi.unstubAllGlobals();
      await window.happyDOM.close();
    },
  };
}
