import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from "react";

/**
 * Where what had the focus is gone with what it stood on, the element around it takes the focus: the next key goes on from
 * there, and not from the top of the page.
 */
export function useFocusKept(around: RefObject<HTMLElement | null>) {
  const inside = useRef(false);
  useLayoutEffect(() => {
    if (inside.current && document.activeElement === document.body)
      around.current?.focus({ preventScroll: true });
  });
  return {
    onFocus: () => {
      inside.current = true;
    },
    onBlur: (event: FocusEvent) => {
      inside.current = event.currentTarget.contains(event.relatedTarget);
    },
  };
}
