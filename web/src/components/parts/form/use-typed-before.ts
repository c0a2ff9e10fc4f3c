"use client";

import { type ChangeEvent, type RefObject, useEffectEvent, useLayoutEffect, useRef } from "react";

type Control = HTMLInputElement | HTMLTextAreaElement;

/**
 * Takes what was typed into a control while the page's script was still on its way: the control shows it, and nobody heard of it.
 * Returns where the control goes.
 */
export function useTypedBefore<Typed extends Control>(
  onChange: ((event: ChangeEvent<Typed>) => void) | undefined,
): RefObject<Typed | null> {
  const control = useRef<Typed>(null);
  const tell = useEffectEvent((element: Typed) => {
    if (element.value !== element.defaultValue) {
      onChange?.({ target: element, currentTarget: element } as ChangeEvent<Typed>);
    }
  });
  // Before anything draws it anew.
  useLayoutEffect(() => {
    if (control.current !== null) {
      tell(control.current);
    }
  }, []);
  return control;
}
