/** Clusters, which others share. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['kubectl version --client', 'continue'],
  ['kubectl kustomize overlays/dev', 'continue'],
  ['helm lint chart', 'continue'],
  ['helm template chart -f values.dev.yaml', 'continue'],
  ['kubectl -n web get pods -o wide', 'expand'],
  ['kubectl describe deploy/web', 'expand'],
  ['kubectl rollout status deploy/web', 'expand'],
  ['kubectl apply -f web.yaml --dry-run=client', 'expand'],
  ['kubectl config current-context', 'expand'],
  ['kubectl auth can-i get pods', 'expand'],
  ['helm list -A', 'expand'],
  ['helm repo add x https://charts.example.org', 'expand'],
  ['helm template oci://charts.example.org/x', 'expand'],
  ['kubectl get cm,secret -o yaml', 'commit'],
  ['kubectl get secrets/x', 'commit'],
  ['kubectl get "$KIND"', 'commit'],
  ['kubectl get pods --token=x', 'commit'],
  ['kubectl --kubeconfig k.yaml get pods', 'commit'],
  ['kubectl get --raw /api/v1/secrets', 'commit'],
  ['kubectl --made-up get delete pods', 'commit'],
  ['kubectl apply -f web.yaml', 'commit'],
  ['kubectl apply -f web.yaml --dry-run=none', 'commit'],
  ['kubectl create secret generic x --dry-run=client', 'commit'],
  ['kubectl exec web -- ls', 'commit'],
  ['kubectl config use-context prod', 'commit'],
  ['kubectl config view --raw', 'commit'],
  ['helm upgrade web chart', 'commit'],
  ['helm template chart --post-renderer ./x', 'commit'],
  ['kubectx prod', 'commit'],
  ['argocd app sync web', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
