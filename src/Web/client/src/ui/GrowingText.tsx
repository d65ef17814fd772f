import { memo } from "react";

const ENOUGH = 2_000;

/** Preformatted text in parts of whole lines, all but the last a block of its own: what is added lays out the last only. */
export function GrowingText({ text }: { text: string }) {
  return partsOf(text).map((part, index, { length }) => (
    <Part key={index} text={part} done={index < length - 1} />
  ));
}

function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const end = text.indexOf("\n", from + ENOUGH) + 1;
    if (end === 0) return [...parts, text.slice(from)];
    parts.push(text.slice(from, end));
    from = end;
  }
}

const Part = memo(function Part({ text, done }: { text: string; done: boolean }) {
  return <span className={done ? "done-lines" : undefined}>{text}</span>;
});
