/**
 * The answer of a model as a stream of server-sent events, in the form of the Responses API. Only the events that Codex
 * needs: created, items added and done, text deltas, completed.
 */
import type { ServerResponse } from 'node:http';

let counter = 0;
const newId = (prefix: string) =>
  `${prefix}_${Date.now().toString(36)}${(counter++).toString(36).padStart(4, '0')}`;

const USAGE = {
  input_tokens: 1200,
  input_tokens_details: { cached_tokens: 800 },
  output_tokens: 60,
  output_tokens_details: { reasoning_tokens: 10 },
  total_tokens: 1260,
};

export class ModelStream {
  readonly #response: ServerResponse;
  readonly #model: string;
  readonly #id = newId('resp');
  readonly #output: unknown[] = [];
  #sequence = 0;
  #closed = false;

  constructor(response: ServerResponse, model: string) {
    this.#response = response;
    this.#model = model;
    response.on('close', () => {
      this.#closed = true;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    this.#event('response.created', { response: this.#summary('in_progress') });
  }

  /** Begins an assistant message; text is sent with `write`, and `end` closes it. */
  message(phase: 'commentary' | 'final_answer'): { write(text: string): void; end(): void } {
    const [id, index] = [newId('msg'), this.#output.length];
    const base = { id, type: 'message', role: 'assistant', phase };
    const at = { item_id: id, output_index: index, content_index: 0 };
    let text = '';
    this.#added(index, { ...base, status: 'in_progress', content: [] });
    this.#event('response.content_part.added', {
      ...at,
      part: { type: 'output_text', text: '', annotations: [] },
    });
    return {
      write: (delta) => {
        text += delta;
        this.#event('response.output_text.delta', { ...at, delta });
      },
      end: () => {
        this.#event('response.output_text.done', { ...at, text });
        this.#done(index, {
          ...base,
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        });
      },
    };
  }

  /** A whole assistant message, in the given pieces. */
  say(pieces: Iterable<string>, phase: 'commentary' | 'final_answer' = 'final_answer'): void {
    const message = this.message(phase);
    for (const piece of pieces) message.write(piece);
    message.end();
  }

  reasoning(pieces: Iterable<string>): void {
    const [id, index] = [newId('rs'), this.#output.length];
    const at = { item_id: id, output_index: index, summary_index: 0 };
    let text = '';
    this.#added(index, { id, type: 'reasoning', summary: [] });
    this.#event('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } });
    for (const delta of pieces) {
      text += delta;
      this.#event('response.reasoning_summary_text.delta', { ...at, delta });
    }
    this.#done(index, {
      id,
      type: 'reasoning',
      summary: [{ type: 'summary_text', text }],
      encrypted_content: null,
    });
  }

  /** A web search that the provider of the model has made itself. */
  search(query: string): void {
    const index = this.#output.length;
    const base = { id: newId('ws'), type: 'web_search_call', action: { type: 'search', query } };
    this.#added(index, { ...base, status: 'in_progress' });
    this.#done(index, { ...base, status: 'completed' });
  }

  /** A call of an ordinary function tool. */
  call(name: string, args: unknown, namespace?: string): void {
    const [id, index] = [newId('fc'), this.#output.length];
    const base = {
      id,
      type: 'function_call',
      name,
      ...(namespace === undefined ? {} : { namespace }),
      call_id: newId('call'),
    };
    this.#added(index, { ...base, status: 'in_progress', arguments: '' });
    this.#done(index, { ...base, status: 'completed', arguments: JSON.stringify(args) });
  }

  /** A call of a freeform ("custom") tool such as `apply_patch`. */
  custom(name: string, input: string, namespace?: string): void {
    const [id, index] = [newId('ctc'), this.#output.length];
    const base = {
      id,
      type: 'custom_tool_call',
      name,
      ...(namespace === undefined ? {} : { namespace }),
      call_id: newId('call'),
    };
    this.#added(index, { ...base, status: 'in_progress', input: '' });
    this.#event('response.custom_tool_call_input.delta', { item_id: id, output_index: index, delta: input });
    this.#done(index, { ...base, status: 'completed', input });
  }

  end(): void {
    if (this.#closed) return;
    this.#event('response.completed', {
      response: { ...this.#summary('completed'), output: this.#output, usage: USAGE },
    });
    this.#response.end();
  }

  #summary(status: string) {
    return { id: this.#id, object: 'response', status, model: this.#model, output: [] as unknown[] };
  }
  #added(index: number, item: unknown): void {
    this.#event('response.output_item.added', { output_index: index, item });
  }
  #done(index: number, item: unknown): void {
    this.#event('response.output_item.done', { output_index: index, item });
    this.#output.push(item);
  }
  #event(type: string, data: Record<string, unknown>): void {
    if (this.#closed) return;
    const json = JSON.stringify({ type, sequence_number: this.#sequence++, ...data });
    this.#response.write(`event: ${type}\ndata: ${json}\n\n`);
  }
}
