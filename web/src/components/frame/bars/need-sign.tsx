"use client";

import { useEffect } from "react";

const BEFORE_TITLE = /^\(\d+\+?\) /;

/** How many tasks need somebody, where it is seen from another tab: before the page's title, and as a dot in its icon. */
export function NeedSign({ count }: { count: string | null }) {
  useEffect(() => {
    const sign = () => {
      const title = document.title.replace(BEFORE_TITLE, "");
      const wanted = count === null ? title : `(${count}) ${title}`;
      if (document.title !== wanted) {
        document.title = wanted;
      }
    };
    sign();
    // Each page brings a title of its own.
    const watcher = new MutationObserver(sign);
    watcher.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watcher.disconnect();
  }, [count]);
  return <link rel="icon" type="image/svg+xml" href={count === null ? PLAIN : DOTTED} />;
}

/** In colours that both a light and a dark tab bar show: no icon knows the page's theme. */
function iconOf(dot: string): string {
  const letter = `<path d="M21.5 11.5a7 7 0 1 0 0 9" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#4453d6"/>${letter}${dot}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const PLAIN = iconOf("");
const DOTTED = iconOf(`<circle cx="25" cy="7" r="6.5" fill="#f5a524" stroke="#fff" stroke-width="1.5"/>`);
