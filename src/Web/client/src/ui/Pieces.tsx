import { memo, useEffect, useMemo, useState } from "react";
import { copy } from "../lib/copy";
import { sanitize } from "../lib/sanitize";
import { messages } from "../messages";
import type { CodePiece, Piece } from "../wire/wire.generated";
import { Icon } from "./Icon";

/** A piece that did not change keeps its identity, and is not rendered again. */
export function Pieces({ pieces, codeOpen = false }: { pieces: readonly Piece[]; codeOpen?: boolean }) {
  return pieces.map((piece, index) =>
    piece.kind === "block" ? (
      <Block key={index} html={piece.html} />
    ) : (
      <Code key={index} piece={piece} open={codeOpen && index === pieces.length - 1} />
    ),
  );
}

const Block = memo(function Block({ html }: { html: string }) {
  const safe = useMemo(() => ({ __html: sanitize(html) }), [html]);
  return <div className="prose" dir="auto" dangerouslySetInnerHTML={safe} />;
});

const Code = memo(function Code({ piece, open }: { piece: CodePiece; open: boolean }) {
  return (
    <figure className="code" data-open={open} data-testid="code">
      <figcaption>
        <span className="code-name">{piece.path ?? piece.language ?? messages.codeLanguage}</span>
        {piece.path && piece.language && <span className="code-language">{piece.language}</span>}
        <CopyButton text={piece.text} />
      </figcaption>
      <pre dir="ltr" tabIndex={0}>
        <code>{piece.text}</code>
        {open && <span className="caret" aria-hidden="true" />}
      </pre>
    </figure>
  );
});

const COPIED_MS = 1_500;

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => {
      setCopied(false);
    }, COPIED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  return (
    <button
      type="button"
      className="quiet copy"
      onClick={() => {
        void copy(text).then(setCopied);
      }}
    >
      <Icon name={copied ? "check" : "copy"} /> {copied ? messages.copied : messages.copy}
    </button>
  );
}
