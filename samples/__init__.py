"""The page maker: typesets newspaper pages whose every line is known, and turns them into scans."""
