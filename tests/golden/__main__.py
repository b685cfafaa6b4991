"""Writes the golden files anew; what changed is then read in the diff."""

import asyncio
import json

from tests.golden.rendering import FILE, rendered

if __name__ == "__main__":
    bodies = asyncio.run(rendered())
    FILE.write_text(json.dumps(bodies, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
