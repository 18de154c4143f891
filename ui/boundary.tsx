import { Component, type ReactNode } from 'react';

/** Shows `instead` where what is inside cannot be drawn, so that the rest of the page goes on. */
export class Boundary extends Component<{ instead: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
