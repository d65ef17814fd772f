import type { MessageView, OpenReplyView } from "../wire/wire.generated";

/** A message of this client that the session does not have yet. */
export interface PendingMessage {
  readonly id: string;
  readonly sessionId: string;
  readonly parentId: string | null;
  readonly text: string;
  /** Ids of its pictures. */
  readonly attachments?: readonly string[];
  /** The message that it is written in the place of, if it is an edit. */
  readonly edits: string | null;
  readonly state: "sending" | "failed";
  /** It follows an open reply, so it will wait in the queue. */
  readonly queued: boolean;
  /** What was refused, in words. */
  readonly problem: string | null;
}

interface Place {
  readonly id: string;
  readonly parentId: string | null;
  /** Where it stands among its siblings. */
  readonly order: number;
}

type Node = Place &
  (
    | { readonly kind: "message"; readonly message: MessageView }
    | { readonly kind: "open"; readonly reply: OpenReplyView }
    | { readonly kind: "pending"; readonly pending: PendingMessage }
  );

export type Row = Node & { readonly siblings: readonly string[] };

/**
 * The branch to show: through the last of the chosen nodes that is there, or else to the newest leaf. Behind it stands
 * what was not sent, and what follows something that is not here: it must hide nothing and be hidden by nothing.
 */
export function shownPath(
  messages: readonly MessageView[],
  open: readonly OpenReplyView[],
  pending: readonly PendingMessage[],
  chosen: readonly string[],
): readonly Row[] {
  const nodes = new Map<string, Node>();
  const add = (node: Node) => nodes.set(node.id, node);
  for (const message of messages)
    add({ kind: "message", id: message.id, parentId: message.parentId, order: message.version, message });
  for (const reply of open)
    add({ kind: "open", id: reply.replyId, parentId: reply.parentId, order: reply.reply, reply });
  const behind: Row[] = [];
  pending.forEach((each, index) => {
    if (nodes.has(each.id)) return;
    const order = Number.MAX_SAFE_INTEGER - pending.length + index;
    const node = { kind: "pending", id: each.id, parentId: each.parentId, order, pending: each } as const;
    if (each.state === "sending" && hasPlace(each, nodes)) add(node);
    else behind.push({ ...node, siblings: [each.id] });
  });

  const children = new Map<string | null, Node[]>();
  for (const node of nodes.values()) {
    const siblings = children.get(node.parentId);
    if (siblings) siblings.push(node);
    else children.set(node.parentId, [node]);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => a.order - b.order);

  const anchor = chosen.findLast((id) => nodes.has(id));
  const path: Row[] = [];
  let node = newestLeaf(anchor === undefined ? nodes.values() : within(anchor, nodes, children), children);
  while (node) {
    const siblings = (children.get(node.parentId) ?? []).map((sibling) => sibling.id);
    path.push({ ...node, siblings });
    node = node.parentId === null ? undefined : nodes.get(node.parentId);
  }
  return [...path.reverse(), ...behind];
}

function hasPlace({ edits, parentId }: PendingMessage, nodes: ReadonlyMap<string, Node>): boolean {
  if (edits !== null) return nodes.has(edits);
  return parentId === null ? nodes.size === 0 : nodes.has(parentId);
}

type Children = ReadonlyMap<string | null, readonly Node[]>;

function newestLeaf(among: Iterable<Node>, children: Children): Node | undefined {
  let newest: Node | undefined;
  for (const node of among)
    if (!children.has(node.id) && (!newest || node.order > newest.order)) newest = node;
  return newest;
}

/** A node and all below it. */
function* within(id: string, nodes: ReadonlyMap<string, Node>, children: Children): Generator<Node> {
  const top = nodes.get(id);
  const todo = top ? [top] : [];
  for (let node = todo.pop(); node; node = todo.pop()) {
    yield node;
    for (const child of children.get(node.id) ?? []) todo.push(child);
  }
}
