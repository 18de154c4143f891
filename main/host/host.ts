/**
 * The host: builds its parts and connects them. What each part does is in its own file.
 *
 * Order of a start: lock, identity, stores, relay; then, when the shell has shown what it has, what weighs actions, SSH hosts
 * and the agents. A link can be shown at once.
 */
import os from 'node:os';
import path from 'node:path';
import { toBase64url } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/session/opening.ts';
import { permits } from '../../protocol/session/values.ts';
import { ActivityLog } from './activity/activity-log.ts';
import { phoneLine } from './activity/entries.ts';
import { createRemoteCodex } from './agents/codex/codex.ts';
import { AgentHub } from './agents/hub.ts';
import { Approvals } from './approvals/approvals.ts';
import { AskedLately } from './approvals/asked-lately.ts';
import { Attachments } from './attachments/attachments.ts';
import { Awake } from './awake.ts';
import { PhoneExpiry } from './devices/expiry.ts';
import { UnfinishedPairings } from './devices/unfinished.ts';
import { EmbeddedPort } from './embedded-port.ts';
import { errorName } from './error-name.ts';
import { JournalFile } from './files/journal.ts';
import { NewerFileError } from './files/json-file.ts';
import { watchFile } from './files/watch-file.ts';
import { asUnwritable, takeFolder } from './folder.ts';
import { LocalGate } from './gate/local-gate.ts';
import { HostKey } from './host-key.ts';
import { defaultParts, type HostParts } from './host-parts.ts';
import { loadIdentity } from './identity.ts';
import { admissionsOf } from './link/admissions.ts';
import { Reach } from './link/reach.ts';
import { Login } from './login.ts';
import { noUpdates } from './no-updates.ts';
import { type Host, type HostOptions, HostStartError, type Log } from './options.ts';
import { isAboveCap } from './policy/answer.ts';
import { Judge } from './policy/judge.ts';
import { PolicyStore } from './policy/policy-store.ts';
import { gitStateOf } from './projects/git-state.ts';
import { localFolders } from './projects/local-folders.ts';
import { LOCAL, Projects } from './projects/projects.ts';
import { quickTunnel } from './reach/quick-tunnel.ts';
import { tailscale } from './reach/tailscale.ts';
import { runChoices } from './run-choices.ts';
import { Channel } from './session/channel.ts';
import type { Core } from './session/core.ts';
import { Sessions } from './session/sessions.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { EnvironmentStore } from './ssh/environments/environment-store.ts';
import { Environments } from './ssh/environments/environments.ts';
import { serverKeys } from './ssh/remote/server-keys.ts';
import { ClosedApprovals } from './surface/closed-approvals.ts';
import type { CommandContext } from './surface/commands.ts';
import { hostApi } from './surface/host-api.ts';
import { hostState } from './surface/host-state.ts';
import {
  AUDIT_UNWRITTEN,
  ENVIRONMENTS_UNWRITTEN,
  EXPIRED_UNWRITTEN,
  expiredNotice,
  LATE_COMER,
  PAIRING_UNREMOVED,
  QUEUE_UNWRITTEN,
  UNWATCHED,
  unloadable,
} from './surface/notice-texts.ts';
import { Notices } from './surface/notices.ts';
import { PairingDesk } from './surface/pairing-desk.ts';
import { SignInDesk } from './surface/sign-in-desk.ts';
import { Slices } from './surface/slices.ts';
import { Archive } from './threads/archive.ts';
import { PausedThreads } from './threads/paused.ts';
import { WordQueue } from './threads/queue.ts';
import { SeenThreads } from './threads/seen.ts';
import { Threads } from './threads/threads.ts';
import { upkeepOf } from './upkeep.ts';
import { realPath } from './weigh/local-place.ts';
import { Weigher } from './weigher.ts';

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** @throws HostStartError, with a sentence for the owner. */
export async function createHost(options: HostOptions, parts: Partial<HostParts> = {}): Promise<Host> {
  const lock = await takeFolder(options.folder);
  try {
    return await build(options, { ...defaultParts, ...parts }, lock.release);
  } catch (error) {
    await lock.release();
    if (error instanceof NewerFileError) throw new HostStartError('folderUnusable', error.message);
    throw asUnwritable(options.folder, error) ?? error;
  }
}

async function build(options: HostOptions, parts: HostParts, unlock: () => Promise<void>): Promise<Host> {
  const { folder } = options;
  const log = options.log ?? silentLog;
  const { clock, disk, random, suite } = parts;
  const now = () => clock.now();
  const { randomBytes } = suite;
  const startedAt = now();

  const identity = await loadIdentity({ folder, disk, suite, keyBox: options.keyBox ?? null });
  const notices = new Notices(now);
  const hostKey = new HostKey({
    folder,
    disk,
    identity,
    keyBox: options.keyBox ?? null,
    noKeyBox: options.noKeyBox ?? 'Outpost in a terminal has no keychain to seal it with.',
    changed: () => slices.touch('key'),
  });
  const login = new Login(options.loginItem ?? null, () => slices.touch('login'));
  const settings = new SettingsStore({ folder, disk, codexConfig: options.codexConfig ?? null });
  const settingsNotice = await settings.load();
  if (settingsNotice !== null) notices.add('warning', settingsNotice);
  const policy = new PolicyStore({
    folder,
    disk,
    changed: () => {
      slices.touch('policy');
      // Before it can be judged, nobody can answer it either: no agent runs.
      if (weigher.isLoaded) approvals.judgeAgain();
    },
  });
  const { name, clientOrigin, relaysAreFixed, overridden, unusable, reachChoice } = runChoices(
    options,
    () => settings.get(),
    os.hostname(),
  );
  for (const sentence of unusable) notices.add('warning', sentence);
  const port = new EmbeddedPort({ folder, disk, now });
  const registry = parts.registry({ folder, disk, suite, now });
  const local = localFolders(os.homedir());
  const projects = new Projects({
    folder,
    disk,
    now,
    randomBytes,
    folders: (environment) => (environment === LOCAL ? local : environments.folders(environment)),
  });
  const journal = new JournalFile(disk, path.join(folder, 'requests.jsonl'));
  const activity = new ActivityLog({
    disk,
    folder,
    now,
    changed: () => slices.touch('activity'),
    failed: (error) => log.warn({ error: errorName(error) }, 'a part of the audit log is not packed yet'),
  });
  const requests = parts.requests({ journal, suite, now });
  const weigher = new Weigher(parts.weighing);
  const paused = new PausedThreads({ folder, disk, now });
  const seen = new SeenThreads({
    folder,
    disk,
    now,
    failed: (error) => log.warn({ error: errorName(error) }, 'what was looked at could not be kept'),
  });
  const threads = new Threads({
    projects,
    randomBytes,
    now,
    waits: (id) => approvals.waits(id),
    checkIn: weigher.checkIn,
    paused: (id) => paused.has(id),
    queue: (id) => queue.shown(id),
  });
  const attachments = new Attachments({
    folder,
    disk,
    clock,
    newId: () => toBase64url(randomBytes(16)),
    failed: (error) => log.warn({ error: errorName(error) }, 'files that were attached could not be removed'),
  });
  const queue: WordQueue = new WordQueue({
    folder,
    disk,
    now,
    newId: () => toBase64url(randomBytes(16)),
    rests: (id) => !paused.has(id) && threads.rests(id),
    mayStart: (id) => {
      const device = registry.get(id);
      return device !== undefined && !device.suspended && permits(device.right, 'start');
    },
    start: (id, prompt) => threads.startTurn(id, prompt),
    changed: (id) => threads.touchId(id),
    unwritten: () => notices.add('warning', QUEUE_UNWRITTEN),
  });
  const gate = parts.gate ? new LocalGate({ folder, disk, clock }) : null;
  const agents = parts.agents(options, gate);
  const judge = new Judge({
    policy: () => policy.policy,
    weigh: weigher.weighAsk,
    now,
    local: {
      home: os.homedir(),
      platform: process.platform === 'win32' ? 'powershell' : 'posix',
      real: realPath,
    },
    folderOf: (project) => projects.list().find(({ id }) => id === project)?.path,
    environmentName: (environment) => environments.nameOf(environment),
    failed: (error) => log.error({ error: errorName(error) }, 'an action could not be weighed'),
  });
  const approvals: Approvals = new Approvals({
    folder,
    disk,
    audit: activity,
    suite,
    identity,
    hostName: name,
    environmentName: (environment) => environments.nameOf(environment),
    clock,
    judge: (asked) => judge.judge(asked),
    mayApprove: (client, tier) => !isAboveCap(policy.policy, client, tier),
    places: { place: (agent, native, subAgent) => threads.place(agent, native, subAgent) },
    agent: (id) => hub.get(id),
    computerUseOnDevices: () => settings.get().computer_use_mobile,
    notice: (text) => notices.add('warning', text),
  });
  const hub = new AgentHub({
    agents,
    now,
    threads,
    approvals,
    queue,
    changed: (info) => {
      sessions.agentChanged(info.id);
      // This computer shows the version of its agent.
      slices.touch('agents', 'environments');
    },
    workChanged: () => {
      slices.touch('working');
      awake.update();
    },
    alarm: (title, sentence) => notices.add('warning', title === '' ? sentence : `${title}: ${sentence}`),
    unstarted: ({ name: agent }, error) => {
      log.error({ error: errorName(error) }, 'an agent could not be loaded');
      notices.add('warning', unloadable(agent));
    },
  });

  const environmentStore = new EnvironmentStore({ folder, disk, now });
  const environments: Environments = new Environments({
    hosts: () => parts.ssh({ ...options, clock, random, log, env: parts.env }),
    store: environmentStore,
    serverKeys: serverKeys(identity),
    clock,
    random,
    enabled: () => settings.get().remote_connections,
    guarded: gate?.guarded ?? null,
    agent: ({ servers, ...made }) =>
      createRemoteCodex({ ...made, version: options.version, clock, random, log }, servers),
    add: (agent) => hub.add(agent),
    changed: (what) => {
      slices.touch(what === 'hosts' ? 'ssh' : 'environments');
      sessions.environmentsChanged();
    },
    devicesMayConnect: () => settings.get().connect_from_phones,
    unwritten: () => notices.add('warning', ENVIRONMENTS_UNWRITTEN),
  });

  const stores = [
    environmentStore,
    port,
    registry,
    projects,
    approvals,
    paused,
    queue,
    seen,
    ...(gate ? [gate.guarded] : []),
  ];
  for (const store of stores) {
    const notice = await store.load();
    if (notice !== null) notices.add('warning', notice);
  }
  await policy.load();
  await requests.load();
  await activity.load();

  const asked = new AskedLately();
  const core: Core = {
    clock,
    projects,
    threads,
    approvals,
    asked,
    archive: new Archive({ agents: () => hub.all(), projects, threads }),
    paused,
    queue,
    attachments,
    git: (projectFolder) => gitStateOf(projectFolder, parts.env),
    seen,
    registry,
    requests,
    environments: () => [
      { id: LOCAL, name, state: 'up', detail: '', connectable: false },
      ...environments.forDevices(),
    ],
    connectEnvironment: (id) => environments.connectForDevice(id),
    agents: () => hub.infos(),
    agent: (id) => hub.get(id),
  };
  const sessions: Sessions = new Sessions({
    core,
    log,
    changed: () => {
      slices.touch('devices');
      awake.update();
    },
  });
  const awake = new Awake({
    power: options.power ?? null,
    facts: () => ({ settings: settings.get(), phones: sessions.count, turns: threads.working().length }),
    now,
    changed: () => slices.touch('awake'),
  });
  const pairing = parts.pairing({ suite, now, hostPublicKey: identity.publicKey });
  const unfinished = new UnfinishedPairings(registry, clock, () => notices.add('warning', PAIRING_UNREMOVED));
  const expiry = new PhoneExpiry({
    registry,
    clock,
    days: () => settings.get().phones_expire_after_days,
    connected: (id) => sessions.has(id),
    expired: (devices) => {
      for (const { name: phone } of devices) notices.add('info', expiredNotice(phone));
    },
    failed: (error) => {
      log.error({ error: errorName(error) }, 'phones that expired could not be removed from the disk');
      notices.add('warning', EXPIRED_UNWRITTEN);
    },
  });
  const door = parts.door({
    registry,
    pairing,
    paired: (offer, device) => {
      desk.paired(offer, device);
      unfinished.watch();
    },
    lateComer: () => notices.add('warning', LATE_COMER),
  });
  const opening = ({
    device,
  }: {
    device: { name: string; right: 'view' | 'answer' | 'start' };
  }): Opening => ({
    kind: 'ready',
    version: 1,
    host: { name, platform: process.platform, version: options.version },
    device: { name: device.name, right: device.right },
    routes: reach.routes(),
  });
  const reach: Reach = new Reach({
    embedded: options.embedded,
    programs: {
      tailscale: tailscale({ env: parts.env, platform: process.platform }, clock),
      tunnel: quickTunnel({ env: parts.env, platform: process.platform }, clock),
    },
    clientOrigin,
    identity,
    clock,
    random,
    log,
    admissions: () => admissionsOf(registry, pairing, now()),
    opened: (port) =>
      new Channel(
        {
          suite,
          handshake: {
            suite,
            hostPublicKey: identity.publicKey,
            signingSeed: identity.seed,
            lookup: (id) => door.lookup(id),
          },
          door,
          clock,
          log,
          opening,
          open: ({ device }, channel) => sessions.open(device, channel),
        },
        port,
      ),
    changed: () => {
      slices.touch('relay', 'reach');
      sessions.routes(reach.routes());
    },
    port: { remembered: port.remembered, remember: (bound) => port.remember(bound) },
  });
  const desk = new PairingDesk({
    pairing,
    reach,
    clock,
    nameOf: (id) => registry.get(id)?.name,
    changed: () => slices.touch('pairing'),
  });
  const upkeep = [...upkeepOf(process.platform)];
  const signIn = new SignInDesk({ now, changed: () => slices.touch('signIn') });
  const closed = new ClosedApprovals();
  const updates = options.updates ?? noUpdates;
  const slices = new Slices(
    hostState({
      host: () => ({ id: identity.id, name, version: options.version, folder, startedAt }),
      activity,
      approvals,
      awake,
      closed,
      desk,
      environments,
      hostKey,
      hub,
      login,
      notices,
      overridden,
      paused,
      policy,
      projects,
      reach,
      relaysAreFixed,
      registry,
      sessions,
      settings,
      signIn,
      threads,
      updates,
      upkeep,
    }),
  );

  notices.listen(() => slices.touch('notices'));
  const unlisten = updates.listen(() => slices.touch('update'));
  registry.listen({
    changed: () => {
      slices.touch('devices', 'pairing');
      expiry.watch();
      reach
        .readmit()
        .catch((error: unknown) => log.error({ error: errorName(error) }, 'relays could not be told'));
    },
    dropped: (id) => {
      queue.forgetDevice(id);
      attachments.forgetDevice(id);
    },
    suspended: () => {},
    happened: (event) => {
      activity.append(phoneLine(event, now())).catch(() => notices.add('warning', AUDIT_UNWRITTEN));
    },
  });
  projects.listen({ changed: () => slices.touch('projects'), removed: () => slices.touch('projects') });
  paused.listen((thread) => {
    threads.touchId(thread);
    slices.touch('paused');
    queue.resumed(thread);
  });
  approvals.listen({
    changed: (approval) => {
      asked.add(approval);
      closed.add(approval);
      slices.touch('waiting', 'activity');
    },
  });

  const policyWatch = watchFile(
    policy.path,
    clock,
    () => void policy.look(),
    (error) => {
      log.warn({ error: errorName(error) }, 'the policy cannot be watched');
      notices.add('warning', UNWATCHED);
    },
  );
  const shareThreads = () => {
    for (const { sharing } of agents) sharing?.choose(settings.get().share_with_terminal === 'on');
  };
  for (const { sharing } of agents) sharing?.listen(() => slices.touch('agents'));

  await reach.start(reachChoice());
  unfinished.watch();
  expiry.watch();
  awake.update();
  shareThreads();
  activity.start();
  // What the machine runs on changes with the network that it is in, and is told after a sleep too.
  const noPower = options.power?.listen(() => {
    environments.woke();
    approvals.woke();
  });
  login.follow(settings.get().start_at_login);

  const { promise: stopRequested, resolve: stop } = deferred();
  const context: CommandContext = {
    registry,
    sessions,
    projects,
    settings,
    hostKey,
    reach,
    pairing: desk,
    signIn,
    environments,
    hub,
    approvals,
    judge,
    weigher,
    policy,
    paused,
    threads,
    activity,
    updates,
    settingsChanged: () => {
      approvals.tellAgain();
      slices.touch('settings', 'settingsFile', 'devices');
      expiry.watch();
      awake.update();
      environments.follow();
      login.follow(settings.get().start_at_login);
      reach.choose(reachChoice());
      shareThreads();
    },
    stop,
  };
  let started: Promise<void> | null = null;
  let closing: Promise<void> | null = null;
  const start = async () => {
    await Promise.all([weigher.load(), environments.load(), policy.loadParser()]);
    if (closing !== null) return;
    // The policy may have been changed while no host ran.
    approvals.judgeAgain();
    await gate?.open();
    await attachments.start();
    environments.follow();
    await hub.start();
    // What nobody answered in time while no host ran.
    approvals.woke();
  };
  const close = async () => {
    // A gate that is being opened is closed as one that is open.
    await started?.catch(() => {});
    unlisten();
    desk.stop();
    signIn.cancel();
    unfinished.stop();
    expiry.stop();
    approvals.stop();
    policyWatch.close();
    sessions.closeAll();
    awake.release();
    noPower?.();
    await gate?.close();
    await Promise.all([hub.close(), reach.close()]);
    // Behind the agents, whose connections go over them.
    await environments.close();
    // Whoever takes the folder next must find it at rest.
    await Promise.all([
      activity.stop(),
      attachments.stop(),
      ...[settings, policy, hostKey, login, journal, ...stores].map((store) => store.idle()),
    ]);
    await unlock();
  };
  return {
    api: hostApi(slices, context, log),
    start: () => {
      started ??= start();
      return started;
    },
    stopRequested,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
