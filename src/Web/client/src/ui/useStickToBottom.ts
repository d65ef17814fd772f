import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

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
  const height = useRef(0);
  const [hasNew, setHasNew] = useState(false);

  const toBottom = useCallback(() => {
    stuck.current = true;
    setHasNew(false);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);

  // Earlier messages were put above: what was in sight stays in sight.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && !stuck.current) box.scrollTop += box.scrollHeight - height.current;
    if (box) height.current = box.scrollHeight;
  }, [firstId]);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return;
    const onScroll = () => {
      stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < CLOSE;
      if (stuck.current) setHasNew(false);
    };
    const grown = new ResizeObserver(() => {
      if (stuck.current) box.scrollTop = box.scrollHeight;
      else if (box.scrollHeight > height.current) setHasNew(true);
      height.current = box.scrollHeight;
    });
    box.addEventListener("scroll", onScroll, { passive: true });
    grown.observe(inner);
    grown.observe(box);
    return () => {
      box.removeEventListener("scroll", onScroll);
      grown.disconnect();
    };
  }, []);

  return { scroller, content, hasNew, toBottom };
}
