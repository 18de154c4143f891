/** The folders that the owner opened to devices. A thread belongs to the innermost open project that holds its folder. */
import path from 'node:path';
import * as v from 'valibot';
import type { Project } from '../../../protocol/session/values.ts';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';
import { typedId } from '../typed-id.ts';

const ProjectsFile = v.object({
  projects: v.pipe(
    v.array(v.object({ id: v.string(), environment: v.string(), name: v.string(), path: v.string() })),
    v.maxLength(500),
  ),
});

export type ProjectErrorCode = 'notAFolder' | 'tooWide' | 'unknownProject' | 'notConnected';
export class ProjectError extends Error {
  readonly code: ProjectErrorCode;
  constructor(code: ProjectErrorCode, message: string) {
    super(message);
    this.name = 'ProjectError';
    this.code = code;
  }
}

export interface ProjectListener {
  changed(project: Project): void;
  removed(id: string): void;
}

export interface ProjectsOptions {
  folder: string;
  disk: Disk;
  now: () => number;
  randomBytes: (length: number) => Uint8Array;
  /** The folders of an environment; undefined: there is no such environment, or it is not connected. */
  folders: (environment: string) => Folders | undefined;
}

/** The folders of one environment, as that environment sees them. */
export interface Folders {
  /**
   * The folder with its symbolic links followed; null where there is none. `wide`: it holds everything that its user has,
   * which is more than is ever opened as a whole. Rejects with ProjectError when it cannot be asked now.
   */
  find(folder: string): Promise<{ path: string; wide: boolean } | null>;
}

/** This machine. */
export const LOCAL = 'local';

export class Projects {
  readonly #options: ProjectsOptions;
  readonly #file: JsonFile<v.InferOutput<typeof ProjectsFile>>;
  readonly #listeners = new Set<ProjectListener>();
  #projects: Project[] = [];

  constructor(options: ProjectsOptions) {
    this.#options = options;
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'projects.json'),
      version: 1,
      schema: ProjectsFile,
      initial: () => ({ projects: [] }),
      now: options.now,
    });
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    this.#projects = value.projects;
    return notice;
  }

  listen(listener: ProjectListener): void {
    this.#listeners.add(listener);
  }

  list(): readonly Project[] {
    return this.#projects;
  }

  get(id: string): Project | undefined {
    return this.#projects.find((project) => project.id === id);
  }

  /** Opens a folder; symbolic links are followed now, so that what is open does not move later. */
  async add(folder: string, name?: string, environment: string = LOCAL): Promise<Project> {
    const folders = this.#options.folders(environment);
    if (folders === undefined)
      throw new ProjectError(
        'notConnected',
        'That SSH host is not connected, so its folders cannot be looked at.',
      );
    const found = await folders.find(folder);
    if (found === null) {
      const where = environment === LOCAL ? 'on this machine' : 'over there';
      throw new ProjectError('notAFolder', `${folder} is not a folder ${where}.`);
    }
    const { path: real, wide } = found;
    if (wide) {
      throw new ProjectError(
        'tooWide',
        `${real} holds everything you have. Open the folder of one project instead, so that phones reach no more.`,
      );
    }
    const known = this.#projects.find(
      (project) => project.path === real && project.environment === environment,
    );
    if (known !== undefined && (name === undefined || name === known.name)) return known;
    const project: Project = {
      id: known?.id ?? typedId(this.#options.randomBytes(9)),
      environment,
      name: name ?? pathsOf(environment).basename(real),
      path: real,
    };
    await this.#change(
      (projects) => [...projects.filter(({ id }) => id !== project.id), project],
      (projects) =>
        projects.flatMap((each) => (each !== project ? [each] : known === undefined ? [] : [known])),
    );
    for (const listener of this.#listeners) listener.changed(project);
    return project;
  }

  async remove(id: string): Promise<Project> {
    const project = this.get(id);
    if (project === undefined) throw new ProjectError('unknownProject', 'There is no such project.');
    await this.#change(
      (projects) => projects.filter((other) => other.id !== id),
      (projects) => [...projects, project],
    );
    for (const listener of this.#listeners) listener.removed(id);
    return project;
  }

  /** The innermost open project of this environment that holds `folder`, an absolute path without symbolic links. */
  holding(environment: string, folder: string): Project | null {
    let best: Project | null = null;
    const { relative, isAbsolute, sep } = pathsOf(environment);
    for (const project of this.#projects) {
      if (project.environment !== environment) continue;
      const inside = relative(project.path, folder);
      if (inside.split(sep, 1)[0] === '..' || isAbsolute(inside)) continue;
      if (best === null || project.path.length > best.path.length) best = project;
    }
    return best;
  }

  /** `undo` takes back this change alone, where the disk refuses: others may have been made meanwhile. */
  async #change(
    change: (projects: Project[]) => Project[],
    undo: (projects: Project[]) => Project[],
  ): Promise<void> {
    this.#projects = change(this.#projects);
    try {
      await this.#file.save(() => ({ projects: this.#projects }));
    } catch (error) {
      this.#projects = undo(this.#projects);
      throw error;
    }
  }
}

/** Environments other than this machine are reached by SSH, and have a POSIX shell. */
const pathsOf = (environment: string): path.PlatformPath => (environment === LOCAL ? path : path.posix);
