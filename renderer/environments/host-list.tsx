import { type ReactNode, useId, useState } from 'react';
import type { EnvironmentView, SshHostView, SshState } from '../../main/contract/environments.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { activeOf, STATE_WORDS } from '../model/environments.ts';
import text from '../parts/text-field.module.css';
import { useCommand } from '../use-command.ts';
import { useRowFocus } from '../use-row-focus.ts';
import list from '../views/list.module.css';
import css from './host-list.module.css';
import { useHosts } from './use-hosts.ts';

/** The hosts of the owner's SSH configuration: found by searching, connected, hidden and shown again. */
export function HostList({
  ssh,
  environments,
}: {
  ssh: SshState;
  environments: readonly EnvironmentView[];
}): ReactNode {
  const id = useId();
  const [search, setSearch] = useState('');
  const [hidden, setHidden] = useState(false);
  const { hosts, total, refusal, more } = useHosts(ssh, search, hidden);
  const rows = useRowFocus(hosts.map(({ alias }) => alias));
  return (
    <section className={css.hosts} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Hosts of your SSH configuration</h2>
      <div className={css.tools}>
        <label htmlFor={id} className="visually-hidden">
          Search hosts
        </label>
        <input
          id={id}
          className={text.field}
          type="search"
          value={search}
          placeholder="Search by name or address"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onChange={({ target }) => setSearch(target.value)}
        />
        <label className={css.hidden}>
          <input type="checkbox" checked={hidden} onChange={({ target }) => setHidden(target.checked)} />
          Hidden ones too
        </label>
      </div>
      {refusal !== undefined && (
        <div role="alert">
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {search.trim() === '' ? '' : `${total === 1 ? '1 host' : `${total} hosts`} found.`}
      </p>
      {hosts.length === 0 ? (
        <NoHost searched={search.trim() !== ''} />
      ) : (
        <ul className={list.list} ref={rows}>
          {hosts.map((host) => (
            <HostRow key={host.alias} host={host} environment={activeOf(host, environments)} />
          ))}
        </ul>
      )}
      {hosts.length < total && (
        <div className={css.foot}>
          <Button onClick={more}>Show more</Button>
          <span>
            {hosts.length} of {total}
          </span>
        </div>
      )}
    </section>
  );
}

function NoHost({ searched }: { searched: boolean }): ReactNode {
  return searched ? (
    <Empty title="No host is called so">Search for a part of its name, or of its address.</Empty>
  ) : (
    <Empty title="No SSH host was found">
      Outpost lists the hosts that your SSH configuration names, by “Host” and a name, in the file{' '}
      <code>~/.ssh/config</code> or one that it includes. What you add there appears here at once.
    </Empty>
  );
}

function HostRow({
  host: { alias, about, unusable, hidden },
  environment,
}: {
  host: SshHostView;
  environment: EnvironmentView | undefined;
}): ReactNode {
  const { run, refusal, busy } = useCommand();
  return (
    <li className={css.host} tabIndex={-1} aria-label={alias}>
      <div className={css.words}>
        <b data-selectable>{alias}</b>
        {about !== '' && <span data-selectable>{about}</span>}
        {unusable !== null && <span className={css.unusable}>Cannot be connected. {unusable}</span>}
        {refusal !== undefined && (
          <span role="alert" className={css.unusable}>
            {refusal}
          </span>
        )}
      </div>
      <div className={css.controls}>
        {environment !== undefined && <StateMark {...STATE_WORDS[environment.state]} />}
        {environment === undefined && unusable === null && (
          <Button
            aria-label={`Connect ${alias}`}
            aria-disabled={busy}
            onClick={() => void run('ssh/connect', { alias })}
          >
            Connect
          </Button>
        )}
        <Button
          tone="quiet"
          aria-label={hidden ? `Show ${alias} in lists` : `Hide ${alias} in lists`}
          aria-disabled={busy}
          onClick={() => void run('ssh/hide', { alias, hidden: !hidden })}
        >
          {hidden ? 'Show' : 'Hide'}
        </Button>
      </div>
    </li>
  );
}
