import { memo, useEffect, useMemo, useState } from "react";
import { copy } from "../lib/copy";
import { sanitize } from "../lib/sanitize";
import { messages } from "../messages";
import type { CodePiece, Piece } from "../wire/wire.generated";
import { GrowingText } from "./GrowingText";
import { Icon } from "./Icon";

interface Props {
  pieces: readonly Piece[];
  /** The last piece is code that still grows. */
  codeOpen?: boolean;
}

const RUN = 50;

/** The pieces of a message in runs: what is added to the last run costs the same however many there are before it. */
export const Pieces = memo(function Pieces({ pieces, codeOpen = false }: Props) {
  const starts = Array.from({ length: Math.ceil(pieces.length / RUN) }, (_, index) => index * RUN);
  return starts.map((start) => (
    <Run
      key={start}
      pieces={pieces.slice(start, start + RUN)}
      codeOpen={codeOpen && start + RUN >= pieces.length}
    />
  ));
});

/** A piece that did not change keeps its identity, and is not rendered again. */
const Run = memo(function Run({ pieces, codeOpen = false }: Props) {
  return (
    <div className="run">
      {pieces.map((piece, index) =>
        piece.kind === "block" ? (
          <Block key={index} html={piece.html} />
        ) : (
          <Code key={index} piece={piece} open={codeOpen && index === pieces.length - 1} />
        ),
      )}
    </div>
  );
}, sameRun);

function sameRun(a: Props, b: Props): boolean {
  return (
    a.codeOpen === b.codeOpen &&
    a.pieces.length === b.pieces.length &&
    a.pieces.every((piece, index) => piece === b.pieces[index])
  );
}

const Block = memo(function Block({ html }: { html: string }) {
  const safe = useMemo(() => ({ __html: sanitize(html) }), [html]);
  // eslint-disable-next-line no-restricted-syntax -- the one place; sanitised above
  return <div className="prose" dir="auto" dangerouslySetInnerHTML={safe} />;
});

const Code = memo(function Code({ piece, open }: { piece: CodePiece; open: boolean }) {
  return (
    <figure className="code" data-open={open} data-testid="code">
      <figcaption>
        <span className="code-name">{piece.path ?? piece.language ?? messages.codeLanguage}</span>
        {piece.pathMadeSafe && (
          <span className="code-warning" title={messages.pathMadeSafe}>
            <Icon name="warning" /> {messages.pathChanged}
          </span>
        )}
        {piece.path && piece.language && <span className="code-language">{piece.language}</span>}
        <CopyButton text={piece.text} />
      </figcaption>
      <pre dir="ltr" tabIndex={0}>
        <code>
          <GrowingText text={piece.text} />
        </code>
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
