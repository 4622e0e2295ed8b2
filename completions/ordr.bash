# bash (4.3 or later) completion for ordr. It knows nothing itself: the program is asked, so that it is never out of date.

# The words before the cursor, as the program would get them. bash splits at = and : too (COMP_WORDBREAKS); what no blank separates is
# one word here.
_ordr_words()
{
	local line=${COMP_LINE:0:COMP_POINT} rest word i
	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		rest=${line#"${line%%[![:space:]]*}"}
		word=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || word=$rest
		if ((i > 1)) && [[ $rest == "$line" ]]; then
			words[-1]+=$word
		elif ((i > 0)); then
			words+=("$word")
		fi
		line=${rest#"$word"}
	done
}

_ordr()
{
	local command=$1 words word prefix='' value line candidate='' files=''
	local IFS=$'\n'
	_ordr_words
	words=("${words[@]//[\"\'\\]/}")
	word=${words[-1]}
	type -P -- "$command" >/dev/null || command=ordr

	# What stands before the last = or : is not replaced by readline, so candidates go without it.
	[[ $word == *=* && $COMP_WORDBREAKS == *=* ]] && prefix=${word%"${word##*=}"}
	[[ ${word#"$prefix"} == *:* && $COMP_WORDBREAKS == *:* ]] && prefix=${word%"${word##*:}"}

	COMPREPLY=()
	while read -r line; do
		if [[ $line == :files ]]; then
			files=1
		else
			line=${line%%$'\t'*}
			[[ $line == "$word"* ]] || continue
			candidate=$line
			COMPREPLY+=("${line#"$prefix"}")
		fi
	done < <("$command" __complete -- "${words[@]}" 2>/dev/null)

	if [[ $files ]]; then
		value=$word
		[[ $word == --*=* ]] && value=${word#*=}
		compopt -o filenames 2>/dev/null
		while read -r line; do
			[[ $value == "$word" || $prefix ]] || line=${word%"$value"}$line
			COMPREPLY+=("$line")
		done < <(compgen -f -- "$value")
	fi
	[[ ${#COMPREPLY[@]} -eq 1 && $candidate == *[=:] ]] && compopt -o nospace 2>/dev/null
	return 0
}

complete -F _ordr ordr
