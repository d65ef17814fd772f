import { messages } from "../messages";
import type { GenerationView } from "../wire/wire.generated";

/** What a reply took: tokens and cost in a few words, the rest on demand. */
export function Generation({ generation }: { generation: GenerationView }) {
  const { inputTokens, outputTokens, estimated, cost } = generation;
  const words = [
    inputTokens !== null && outputTokens !== null && inputTokens + outputTokens > 0
      ? messages.tokens(inputTokens + outputTokens, estimated)
      : null,
    cost !== null && cost > 0 ? dollars(cost) : null,
  ].filter((word) => word !== null);
  if (words.length === 0) return null;
  return (
    <details className="generation" data-testid="generation">
      <summary>{words.join(" · ")}</summary>
      <dl>
        {detailsOf(generation).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function detailsOf(generation: GenerationView): (readonly [string, string])[] {
  const names = messages.generation;
  const details = [
    [names.input, count(generation.inputTokens)],
    [names.output, count(generation.outputTokens)],
    [names.reasoning, count(generation.reasoningTokens)],
    [names.firstToken, seconds(generation.firstTokenMs)],
    [names.duration, seconds(generation.durationMs)],
    [names.attempts, generation.attempts > 1 ? count(generation.attempts) : null],
    [names.cost, generation.cost === null ? null : exactly(generation.cost)],
  ] as const;
  return details.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

const count = (value: number | null) => (value ? value.toLocaleString() : null);

const seconds = (ms: number | null) => (ms === null ? null : `${(ms / 1_000).toFixed(1)} s`);

/** The price of one token has no more; and no exponent is shown. */
const DIGITS = 12;

const exactly = (cost: number) => `$${cost.toFixed(DIGITS).replace(/\.?0+$/, "")}`;

/** Two digits that say something, however small the sum is. */
function dollars(cost: number): string {
  const digits = Math.min(DIGITS, Math.max(2, 1 - Math.floor(Math.log10(cost))));
  return `$${cost.toFixed(digits)}`;
}
