"""What was known is false or gone (I24): an audit puts both sides right again."""
