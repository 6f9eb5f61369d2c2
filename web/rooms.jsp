<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="rooms.title"/></title>
    <meta name="pageID" content="mucpulse-rooms">
    <%@ include file="WEB-INF/head.jspf" %>
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<p><fmt:message key="rooms.intro"/></p>

<form action="mucpulse-rooms.jsp" method="get" class="mucpulse-search" role="search">
    <label for="service"><fmt:message key="rooms.service"/></label>
    <select id="service" name="service">
        <c:forEach var="one" items="${services}">
            <option value="<c:out value="${one}"/>"<c:if test="${one eq service}"> selected</c:if>><c:out value="${one}"/></option>
        </c:forEach>
    </select>
    <label for="text"><fmt:message key="rooms.text"/></label>
    <input type="search" id="text" name="text" value="<c:out value="${text}"/>" size="30" maxlength="100">
    <span class="mucpulse-filters" role="group" aria-label="<fmt:message key="list.filters"/>">
        <label><input type="checkbox" name="special" value="1"<c:if test="${specialOnly}"> checked</c:if>> <fmt:message key="rooms.special"/></label>
        <label><input type="checkbox" name="private" value="1"<c:if test="${privateOnly}"> checked</c:if>> <fmt:message key="rooms.private"/></label>
        <label><input type="checkbox" name="nodes" value="1"<c:if test="${nodesOnly}"> checked</c:if>> <fmt:message key="rooms.nodes.some"/></label>
    </span>
    <c:if test="${not empty state['rooms-sort']}"><input type="hidden" name="rooms-sort" value="<c:out value="${state['rooms-sort']}"/>"></c:if>
    <button type="submit"><fmt:message key="button.search"/></button>
</form>

<c:if test="${not empty trouble}">
    <div class="mucpulse-news mucpulse-bad" role="alert"><c:out value="${trouble}"/></div>
</c:if>
<c:if test="${not empty part}">
    <p id="found"><fmt:message key="rooms.found"><fmt:param value="${part.total()}"/></fmt:message> <c:out value="${cut}"/></p>
    <div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-labelledby="found">
    <table id="rooms">
        <thead>
            <tr>
                <c:forEach var="column" items="${part.columns()}">
                    <th scope="col" class="<c:out value="${column.style()}"/>" aria-sort="<c:out value="${column.sorted()}"/>"><a href="<c:out value="${column.link()}"/>"><c:out value="${column.label()}"/></a></th>
                </c:forEach>
                <th scope="col"><fmt:message key="rooms.kind"/></th>
                <th scope="col"><fmt:message key="rooms.private"/></th>
                <th scope="col"><fmt:message key="rooms.special"/></th>
                <th scope="col"><fmt:message key="list.console"/></th>
            </tr>
        </thead>
        <tbody>
            <c:forEach var="line" items="${lines}">
                <tr>
                    <th scope="row"><a href="<c:out value="${line.link()}"/>"><c:out value="${line.room()}"/></a></th>
                    <td><c:out value="${line.name()}"/></td>
                    <td class="mucpulse-count<c:if test="${line.nodes() eq '0'}"> mucpulse-dim</c:if>"><c:out value="${line.nodes()}"/></td>
                    <td><c:out value="${line.kind()}"/></td>
                    <td<c:if test="${not line.closed()}"> class="mucpulse-dim"</c:if>><c:choose><c:when test="${line.closed()}"><fmt:message key="value.true"/></c:when><c:otherwise><fmt:message key="value.false"/></c:otherwise></c:choose></td>
                    <td<c:if test="${not line.special()}"> class="mucpulse-dim"</c:if>><c:choose><c:when test="${line.special()}"><fmt:message key="value.true"/></c:when><c:otherwise><fmt:message key="value.false"/></c:otherwise></c:choose></td>
                    <td><a href="<c:out value="${line.console()}"/>" aria-label="<fmt:message key="room.console"/>: <c:out value="${line.room()}"/>"><fmt:message key="list.open"/></a></td>
                </tr>
            </c:forEach>
            <c:if test="${empty lines}">
                <tr><td colspan="7"><fmt:message key="rooms.none"/></td></tr>
            </c:if>
        </tbody>
    </table>
    </div>
    <%@ include file="WEB-INF/pages.jspf" %>
    <p><a id="csv" href="<c:out value="${csv}"/>" download><fmt:message key="list.csv"/></a></p>
</c:if>
</div>
</body>
</html>
