import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** So near to the end somebody who scrolls down wants to be at the end. */
const CLOSE = 48;

interface Stick {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** Something came below what is in sight. */
  hasNew: boolean;
  toBottom: () => void;
}

/** Keeps a growing list at its end while the reader is there, and where the reader is otherwise. */
export function useStickToBottom(firstId: string | undefined): Stick {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  /** Where the list was scrolled to; what is less was scrolled up. */
  const top = useRef(0);
  const first = useRef<{ id: string; top: number }>(undefined);
  const [hasNew, setHasNew] = useState(false);

  const toBottom = useCallback(() => {
    stuck.current = true;
    setHasNew(false);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);

  // Earlier messages were put above: what was in sight stays in sight.
  useLayoutEffect(() => {
    const box = scroller.current;
    const row = (id: string) => content.current?.querySelector<HTMLElement>(`[data-message-id="${id}"]`);
    const before = first.current;
    const moved = before && before.id !== firstId ? row(before.id) : null;
    if (box && before && moved && !stuck.current) {
      box.scrollTop += moved.offsetTop - before.top;
      top.current = box.scrollTop;
    }
    const now = firstId === undefined ? null : row(firstId);
    first.current = firstId !== undefined && now ? { id: firstId, top: now.offsetTop } : undefined;
  }, [firstId]);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return;
    const onScroll = () => {
      const below = box.scrollHeight - box.scrollTop - box.clientHeight;
      // Up, by however little, is away; but text that shrinks takes the list up, too, and leaves it at its end.
      if (box.scrollTop < top.current) stuck.current = below < 2;
      else if (box.scrollTop > top.current && below < CLOSE) stuck.current = true;
      top.current = box.scrollTop;
      if (stuck.current) setHasNew(false);
    };
    let last = { row: inner.lastElementChild, height: 0, width: 0 };
    const changed = new ResizeObserver(() => {
      const row = inner.lastElementChild;
      const height = row?.clientHeight ?? 0;
      const grown = row !== last.row || (height > last.height && inner.clientWidth === last.width);
      last = { row, height, width: inner.clientWidth };
      if (stuck.current) {
        box.scrollTop = box.scrollHeight;
        top.current = box.scrollTop;
      } else if (grown) setHasNew(true);
    });
    box.addEventListener("scroll", onScroll, { passive: true });
    changed.observe(inner);
    changed.observe(box);
    return () => {
      box.removeEventListener("scroll", onScroll);
      changed.disconnect();
    };
  }, []);

  return { scroller, content, hasNew, toBottom };
}
