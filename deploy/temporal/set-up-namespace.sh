#!/bin/sh
# The namespace keeps closed runs for 90 days and knows Slipway's search attributes. May run again at any time.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are read by the Temporal CLI itself.
set -eu

RETENTION=90d

until temporal operator cluster health >/dev/null 2>&1; do
  echo "waiting for $TEMPORAL_ADDRESS"
  sleep 2
done
if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# A new namespace is known to every part of the server only after some seconds.
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null); do
  echo "waiting for namespace $TEMPORAL_NAMESPACE"
  sleep 2
done
for name in SlipwayCluster SlipwayPhase SlipwayHealth; do
  case $known in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword ;;
  esac
done
echo "namespace $TEMPORAL_NAMESPACE is ready"
