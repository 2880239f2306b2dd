# The rules of scripts/lint hold for the whole tree.
exec python3 "$FASCIA_SOURCE_DIR/scripts/lint" "$FASCIA_SOURCE_DIR"
